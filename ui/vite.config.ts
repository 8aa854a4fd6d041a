import { defineConfig } from "vitest/config";

// Everything that the page needs lies in `dist`, as files of their own: the window's content
// security policy allows no inline script, no inline style and no data: address.
export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // The words lie beside the core's, outside this folder.
  server: { strictPort: true, port: 5173, fs: { allow: [".", "../src-tauri/core/i18n"] } },
  test: {
    // A machine that does other things too is slow, not wrong.
    testTimeout: 30_000,
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    // The test of contrast reads the colours.
    css: true,
    restoreMocks: true,
  },
});
