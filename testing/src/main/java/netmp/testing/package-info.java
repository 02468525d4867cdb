/**
 * Tests on a network that repeats exactly, with JUnit 5, and the guard of those that run other
 * people's programs on one. What may enter: what connects {@code netmp.network} and {@code
 * netmp.provider} with JUnit. See {@code docs/testing-with-netmp.md}.
 */
package netmp.testing;
