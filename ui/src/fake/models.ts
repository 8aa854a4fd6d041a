// What the pretended backend says of models.

import type { ModelList, Overview } from "../generated/view";
import type { Backend } from "../ipc";
import { PREVIEW } from "./answers";

type Part = Pick<
  Backend,
  | "models"
  | "modelsOfAccount"
  | "setFavourite"
  | "modelUsers"
  | "bringAlong"
  | "planBringAlong"
  | "setFallbacks"
  | "planFallbacks"
  | "setAlias"
  | "planAlias"
>;

interface World {
  models: ModelList;
  overview: Overview;
  pace: number;
}

/** `alter` tells the page that something changed. */
export function models(world: World, alter: () => void): Part {
  const wait = () => new Promise((done) => setTimeout(done, world.pace));
  const planned = async () => ({ ...PREVIEW, keychain: [], files: [] });
  let users = { agents: ["mail"], sessions: ["agent:main:main", "agent:mail:main"], notice: null };
  return {
    models: async () => {
      await wait();
      return world.models;
    },
    modelsOfAccount: async () => {
      await wait();
      const models = world.models.models.map((model) => ({ ...model, inAccount: true }));
      return { ...world.models, models, live: true, dated: null };
    },
    setFavourite: async (reference, favourite) => {
      const models = world.models.models.map((model) =>
        model.reference === reference ? { ...model, favourite } : model,
      );
      world.models = { ...world.models, models };
    },
    modelUsers: async () => {
      await wait();
      return users;
    },
    bringAlong: async () => {
      const { agents, sessions } = users;
      users = { agents: [], sessions: [], notice: null };
      return { agents, sessions: sessions.length, change: "change-8", notice: null };
    },
    planBringAlong: planned,
    setFallbacks: async (fallbacks) => {
      const model = { ...world.overview.model, fallbacks };
      world.overview = { ...world.overview, model };
      alter();
      return { model, changed: true, change: "change-7" };
    },
    planFallbacks: planned,
    setAlias: async (reference, alias) => {
      const models = world.models.models.map((model) =>
        model.reference === reference ? { ...model, alias } : model,
      );
      world.models = { ...world.models, models };
      return { changed: true, change: "change-6", notices: [] };
    },
    planAlias: planned,
  };
}
