package netmp.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on a network of its own, on virtual time. The method runs as a thread of the network, once
 * for each of some seeds, and may have these parameters:
 *
 * <ul>
 *   <li>{@link netmp.network.Host}, any number: two are linked to each other, more of them to a
 *       switch, as {@link Links} says; their names are those of the parameters
 *   <li>{@link netmp.link.Link}: the link of the two hosts; of more hosts, the first such parameter
 *       is the link of the first host, and so on
 *   <li>{@link netmp.network.Network}, for everything else
 * </ul>
 *
 * <p>The test succeeds when the method, and each thread that it has spawned, has returned. It fails
 * with what one of them throws, or, where some wait for ever or the virtual time is over, with who
 * waits where. A failure prints its seed, and where to find what was sent (pcapng) and what the
 * stacks did (a trace). With {@code -Dnetmp.seed=N} the test runs with that seed only, and fails in
 * the same way; {@code -Dnetmp.runs=N} runs as many seeds; {@code -Dnetmp.output=DIR} says where
 * the files go, {@code target/netmp} if not given. These may also stand in {@code
 * junit-platform.properties}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(NetmpExtension.class)
public @interface NetmpTest {

  /**
   * The first seed. Schedules, faults and the secrets of stacks come from it.
   *
   * @return any number
   */
  long seed() default 1;

  /**
   * With how many seeds the test runs: the first and those that follow.
   *
   * @return at least 1
   */
  int runs() default 10;

  /**
   * Protocol threads per host.
   *
   * @return a power of two up to 64
   */
  int cpus() default 1;

  /**
   * How much virtual time a run may take.
   *
   * @return seconds, at least 1
   */
  int seconds() default 3600;
}
