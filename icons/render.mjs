// Renders the pictures that Tauri and the tray load from the drawings beside this file.
// Needs `rsvg-convert` (Debian: librsvg2-bin); run it again after a change of a drawing:
//   node icons/render.mjs

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));

function render(drawing, size, colour = "black") {
  const input = readFileSync(join(folder, drawing), "utf8").replaceAll("currentColor", colour);
  return execFileSync("rsvg-convert", ["-w", size, "-h", size], { input });
}

const save = (name, bytes) => writeFileSync(join(folder, name), bytes);

/** Windows' container: a directory of PNG pictures, little-endian. */
function ico(sizes) {
  const pictures = sizes.map((size) => render("icon.svg", size));
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  pictures.forEach((picture, index) => {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    head.writeUInt8(sizes[index] % 256, at);
    head.writeUInt8(sizes[index] % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(picture.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += picture.length;
  });
  return Buffer.concat([head, ...pictures]);
}

/** macOS' container: PNG pictures, each after its type and length, big-endian. */
function icns(types) {
  const parts = Object.entries(types).map(([type, size]) => part(type, render("icon.svg", size)));
  return part("icns", Buffer.concat(parts));
}

function part(type, bytes) {
  const head = Buffer.alloc(8);
  head.write(type, "ascii");
  head.writeUInt32BE(head.length + bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

save("32x32.png", render("icon.svg", 32));
save("128x128.png", render("icon.svg", 128));
save("128x128@2x.png", render("icon.svg", 256));
save("icon.png", render("icon.svg", 512));
save("icon.ico", ico([16, 24, 32, 48, 64, 256]));
save("icon.icns", icns({ ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 }));

// Where the panel's colour is not known, coral can be seen on both.
const PANELS = { "": "#e2603f", "-light": "#2a211d", "-dark": "#f6ece2" };
for (const state of ["ok", "attention", "problem", "idle"]) {
  for (const [panel, colour] of Object.entries(PANELS)) {
    save(`tray-${state}${panel}.png`, render(`tray-${state}.svg`, 32, colour));
  }
}
