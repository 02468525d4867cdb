/**
 * The joint between code and specification. What may enter: the names of the actions, and how a
 * step that was just made is reported. What becomes of the report does not: see {@code netmp.trace}
 * and {@code netmp.sim}.
 */
package netmp.probe;
