package netmp.drill;

import netmp.drill.Expression.Any;
import netmp.socket.Errno;

/** Whether a call has returned what the script says. */
final class CallCheck {

  private CallCheck() {}

  /**
   * What is wrong.
   *
   * @param call the call
   * @param result what it has returned
   * @param errno how it failed, or null
   * @return empty if nothing is
   */
  static String fault(Call call, long result, Errno errno) {
    String name = call.event().errno();
    boolean any = call.event().result() instanceof Any;
    if (!any && call.expectedResult() != result) {
      return "Expected result %d but got %d%s"
          .formatted(
              call.expectedResult(),
              result,
              errno == null ? "" : " with errno " + Errors.shown(errno));
    }
    if (errno != null && !name.isEmpty() && !Errors.isNamed(errno, name)) {
      return "Expected errno %s but got errno %s".formatted(name, Errors.shown(errno));
    }
    if (errno == null && !name.isEmpty()) {
      return "Expected errno %s but got none".formatted(name);
    }
    return "";
  }
}
