/** The package's own version, for telling two copies on one page apart. A test holds it equal to package.json. */
export const VERSION = '0.0.0'
