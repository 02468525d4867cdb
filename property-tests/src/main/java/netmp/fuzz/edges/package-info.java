/**
 * Counts how often a run takes each edge of its code: a class loader that rewrites classes as it
 * loads them. What may enter: what is needed for that, and nothing of what is fuzzed.
 */
package netmp.fuzz.edges;
