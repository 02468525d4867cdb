/**
 * The joint between code and specification. What may enter: how a step that was just made is
 * reported. The names of the steps are their program's, and what becomes of the report is for
 * {@code netmp.trace} and for schedulers to say.
 */
package netmp.probe;
