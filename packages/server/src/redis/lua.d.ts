/** The build, and the tests' configuration, hand a script over as its text. */
declare module '*.lua' {
  const source: string
  export default source
}
