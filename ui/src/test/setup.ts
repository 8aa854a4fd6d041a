import { afterEach } from "vitest";
import { unmount } from "./mount";

afterEach(unmount);
