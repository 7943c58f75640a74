export function ensureChromium(): Promise<string>;
export function installPackages(names: readonly string[]): Promise<void>;
export const chromiumArguments: string[];
