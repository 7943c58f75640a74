/** The version of Foldboard: set by the build from package.json. */
export const version: string = process.env.FOLDBOARD_VERSION ?? '0.0.0-source';
