import type { SignInView } from "../generated/view";
import { useChela } from "../state";

/** Finds a sign-in by its profile, in what was read last. */
export function useSignIn(): (profile: string | null) => SignInView | undefined {
  const { signIns, overview } = useChela();
  const known = [...(signIns.shown.value?.profiles ?? []), ...(overview.value?.signIns ?? [])];
  return (profile) => known.find((signIn) => signIn.profile === profile);
}
