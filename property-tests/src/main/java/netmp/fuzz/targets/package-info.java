/**
 * What inputs of {@link netmp.fuzz} are given to: a stack, and all that reads files or messages of
 * strangers. Loaded in front of a copy of the program whose edges are counted, so it may know the
 * program and the engine; nobody may know it, but by name. What may enter: what gives an input to
 * the program, and says what should have come out.
 */
package netmp.fuzz.targets;
