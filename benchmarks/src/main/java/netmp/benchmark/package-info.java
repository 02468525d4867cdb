/**
 * Measurements. What may enter: JMH benchmarks and what they need; each says in its own comment
 * what it compares with what, and how to run it.
 */
package netmp.benchmark;
