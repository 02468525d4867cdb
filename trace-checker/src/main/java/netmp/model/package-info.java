/**
 * What is to be checked of the specifications, and whether it still is as recorded.
 *
 * <p>The manifest names every model and every broken variant with the result that TLC must find,
 * down to the number of states. A difference fails: a model that shrinks unnoticed checks less.
 *
 * <p>May enter: the manifest, runs of its models and variants, and how their results are told.
 */
package netmp.model;
