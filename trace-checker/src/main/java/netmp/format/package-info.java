/**
 * What other tools read and write: the Informal Trace Format (Apalache, Quint), logs of ShiViz, and
 * counterexamples as TLC dumps them.
 *
 * <p>May enter: formats that somebody else has defined. Judging what is in them does not: see
 * {@code netmp.validate}.
 */
package netmp.format;
