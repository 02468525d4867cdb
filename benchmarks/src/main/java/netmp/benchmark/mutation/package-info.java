/**
 * What mutation testing with PIT has found, as a page. What may enter: reading PIT's reports. What
 * is mutated, and by which tests it is to be seen, say the modules' builds; mutants of traces are
 * in {@code netmp.validate}, planted defects of protocols in {@code netmp.adversary}.
 */
package netmp.benchmark.mutation;
