/**
 * The netmp command. What may enter: options, progress, what is printed, exit codes: 0 for success,
 * 1 when a check failed, 2 for bad input. What the commands do is elsewhere.
 */
package netmp.cli;
