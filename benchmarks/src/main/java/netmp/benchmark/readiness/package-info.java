/**
 * Figures of waiting for many sockets: what an idle socket takes, and what a wait costs beside many
 * of them. {@code docs/readiness-figures.md} is written from here.
 */
package netmp.benchmark.readiness;
