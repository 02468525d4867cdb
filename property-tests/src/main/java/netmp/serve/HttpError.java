package netmp.serve;

import java.io.IOException;

/** A request that cannot be served. The connection may go on unless the request was malformed. */
final class HttpError extends IOException {

  private static final long serialVersionUID = 1L;

  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int LENGTH_REQUIRED = 411;
  static final int RANGE_NOT_SATISFIABLE = 416;
  static final int HEADERS_TOO_LARGE = 431;
  static final int NOT_IMPLEMENTED = 501;
  static final int VERSION_NOT_SUPPORTED = 505;

  private final int status;

  HttpError(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
