package netmp.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import netmp.link.LinkSettings;

/**
 * What the links of a {@link NetmpTest} are like, both ways; perfect where nothing is said. On a
 * method, or on a class for all its methods. {@link LinkSettings} explains each number.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Links {

  /**
   * The bandwidth.
   *
   * @return bits per second
   */
  long bandwidth() default LinkSettings.UNLIMITED;

  /**
   * How many frames may wait for the sender.
   *
   * @return at least 1
   */
  int queue() default 100;

  /**
   * The time that every frame is on the line.
   *
   * @return microseconds
   */
  long delayMicros() default 0;

  /**
   * What is added to it at most.
   *
   * @return microseconds
   */
  long jitterMicros() default 0;

  /**
   * Probability that a frame is lost.
   *
   * @return 0..1
   */
  double loss() default 0;

  /**
   * Probability that a frame arrives twice.
   *
   * @return 0..1
   */
  double duplication() default 0;

  /**
   * Probability that a frame is held back, so that others overtake it.
   *
   * @return 0..1
   */
  double reordering() default 0;

  /**
   * For how long it is held back at most.
   *
   * @return microseconds, at least 1
   */
  long heldBackMicros() default 1000;

  /**
   * Probability that a bit of a packet is flipped.
   *
   * @return 0..1
   */
  double corruption() default 0;

  /**
   * The longest datagram that passes.
   *
   * @return bytes
   */
  int mtu() default 1500;
}
