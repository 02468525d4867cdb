/**
 * Floods: an attacker on the link who sends one host far more than it wants, in the name of others.
 * What may enter: which packets an attacker sends, and what it learns by listening. How the stack
 * bears it is for the tests and the soak to say.
 */
package netmp.flood;
