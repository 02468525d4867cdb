/**
 * Inputs for a stack: frames of strangers and peers, and calls of users between them. What may
 * enter: such inputs, their files, their mutations, and what makes a frame fit the moment at which
 * it is received. The stack does not: see {@link netmp.fuzz.targets}.
 */
package netmp.fuzz.frames;
