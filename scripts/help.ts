/** `--help` of a command: how it is called, on the standard output, and nothing is done. */
export const helpWhenAsked = (usage: string): void => {
  if (!process.argv.includes('--help')) return;
  console.log(usage);
  process.exit(0);
};
