/**
 * Coverage-guided fuzzing: inputs are mutated, and those that take a way through the code that no
 * input has taken are kept and mutated again ({@code docs/fuzzing.md}). What may enter: the loop,
 * kinds of inputs with their mutations, and how a finding is made small. What the inputs are given
 * to is in {@link netmp.fuzz.targets}, how coverage is counted in {@link netmp.fuzz.edges}.
 *
 * <p>The targets and all that they use are loaded by a {@link netmp.fuzz.edges.CountingLoader}, in
 * front of a copy of their own. Of this package there is one copy, which both sides see.
 */
package netmp.fuzz;
