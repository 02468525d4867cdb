/**
 * The actions of the specifications that the stack follows. What may enter: their names, as probes.
 */
package netmp.action;
