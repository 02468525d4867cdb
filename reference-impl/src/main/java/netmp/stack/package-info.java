/**
 * The stack as a whole: what is wired to what. What may enter: construction and life cycle. No
 * protocol does.
 */
package netmp.stack;
