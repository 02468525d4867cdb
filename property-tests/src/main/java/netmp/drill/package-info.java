/**
 * Runs scripts in packetdrill's language against the stack, on the emulated NIC and in virtual
 * time.
 *
 * <p>A script is read by {@link netmp.drill.Parser} to a list of events: packets that come in,
 * packets that must go out, socket calls. {@link netmp.drill.ScriptRun} plays them one after the
 * other on a user thread of a deterministic execution; the harness is the rest of the world. What
 * is sequence number, timestamp or port of the stack's own choice is mapped to what the script
 * calls it by {@link netmp.drill.Connection}.
 *
 * <p>Three things can end a script early, each an exception: it cannot be read ({@link
 * netmp.drill.SyntaxError}), it needs what the stack has not ({@link netmp.drill.Unsupported}), or
 * the stack did something else ({@link netmp.drill.Mismatch}).
 */
package netmp.drill;
