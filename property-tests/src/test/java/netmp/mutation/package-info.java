/**
 * Mutation testing of the code with PIT: how many changes of the code the tests see. What may
 * enter: which parts are mutated, by which tests, and what is written of it. Mutants of traces are
 * in {@code netmp.validate}, planted defects of protocols in {@code netmp.adversary}.
 */
package netmp.mutation;
