/** Version of this program; a test holds it against package.json, which the bundled console does not carry. */
export const PROGRAM_VERSION = "0.1.0";
