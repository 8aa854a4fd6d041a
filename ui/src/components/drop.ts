// What is dropped onto the window: a text file, or a text that was marked elsewhere.

import { useEffect } from "preact/hooks";

/** A credential stands at the beginning of a file, if at all (bytes). */
const MOST = 65_536;

/** Calls back with the text of what is dropped anywhere. It is kept nowhere. */
export function useDrop(onText: (text: Promise<string>) => void): void {
  useEffect(() => {
    const allow = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const data = event.dataTransfer;
      const file = data?.files[0];
      if (file) onText(file.slice(0, MOST).text());
      else if (data) onText(Promise.resolve(data.getData("text/plain").slice(0, MOST)));
    };
    document.addEventListener("dragover", allow);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", allow);
      document.removeEventListener("drop", drop);
    };
  });
}
