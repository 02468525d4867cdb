/**
 * How fast traces are judged, by the streaming engine and by plain TLC. Only what makes traces,
 * judges them and writes the page.
 */
package netmp.benchmark.trace;
