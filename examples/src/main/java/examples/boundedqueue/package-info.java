/**
 * A bounded queue with a specification of its own, for {@code docs/validate-your-own.md}. What may
 * enter: what that page shows, and nothing of the stack.
 */
package examples.boundedqueue;
