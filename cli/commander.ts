/** The parser of command lines, for the program and its subcommands. */
export { Command, CommanderError, Help, Option } from 'commander';
