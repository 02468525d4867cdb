package netmp.fuzz;

import java.util.random.RandomGenerator;

/**
 * A kind of inputs: their files, and how to make others of them. Any thread; inputs do not change.
 *
 * @param <I> an input
 */
public interface Inputs<I> {

  /**
   * Reads an input from a file.
   *
   * @param file all of its bytes
   * @return the input
   * @throws IllegalArgumentException if there is none in it; says where and why
   */
  I read(byte[] file);

  /**
   * Writes an input for {@link #read}.
   *
   * @param input any input
   * @return the bytes of its file
   */
  byte[] write(I input);

  /**
   * How many parts an input has, which can be left out.
   *
   * @param input any input
   * @return 0 or more
   */
  int size(I input);

  /**
   * How much the target receives of an input.
   *
   * @param input any input
   * @return how many, of what {@link #unit} says
   */
  int units(I input);

  /**
   * What the target receives.
   *
   * @return a plural, such as bytes
   */
  String unit();

  /**
   * Makes another input of one.
   *
   * @param input what is changed
   * @param other parts of this one may go into it
   * @param random decides
   * @return an input that may be equal by chance
   */
  I mutate(I input, I other, RandomGenerator random);

  /**
   * Leaves parts out.
   *
   * @param input any input
   * @param from the first part that is left out
   * @param count how many, so that there are as many from there
   * @return an input with fewer parts
   */
  I without(I input, int from, int count);
}
