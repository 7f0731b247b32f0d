package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** A refusal, worded as the real server words it. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ObjectNode status;
  private final int code;

  private ApiException(int code, ObjectNode status) {
    super(status.path("message").asText(), null, false, false);
    this.code = code;
    this.status = status;
  }

  /** What is wrong with one field. */
  record Problem(String field, Kind kind, String detail) {
    /** Reasons of a field's refusal, with the words that begin their messages. */
    enum Kind {
      INVALID("FieldValueInvalid"),
      FORBIDDEN("FieldValueForbidden"),
      REQUIRED("FieldValueRequired");

      private final String reason;

      Kind(String reason) {
        this.reason = reason;
      }
    }

    private String message() {
      return switch (kind) {
        case INVALID -> "Invalid value: " + detail;
        case FORBIDDEN -> "Forbidden: " + detail;
        case REQUIRED -> detail.isEmpty() ? "Required value" : "Required value: " + detail;
      };
    }
  }

  Answer answer() {
    return new Answer(code, status);
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, failure(400, "BadRequest", message));
  }

  static ApiException forbidden(Resource resource, String name, String why) {
    String message = resource.qualified() + " \"" + name + "\" is forbidden: " + why;
    return about(403, "Forbidden", message, resource.group(), resource.plural(), name);
  }

  static ApiException terminating(Resource resource, String name, String namespace) {
    String why =
        "unable to create new content in namespace "
            + namespace
            + " because it is being terminated";
    ApiException error = forbidden(resource, name, why);
    cause(
        error.status,
        "NamespaceTerminating",
        "namespace " + namespace + " is being terminated",
        "metadata.namespace");
    return error;
  }

  static ApiException notFound(Resource resource, String name) {
    String message = resource.qualified() + " \"" + name + "\" not found";
    return about(404, "NotFound", message, resource.group(), resource.plural(), name);
  }

  static ApiException noSuchPath() {
    ObjectNode status =
        failure(404, "NotFound", "the server could not find the requested resource");
    status.putObject("details");
    return new ApiException(404, status);
  }

  static ApiException methodNotAllowed() {
    return new ApiException(
        405,
        failure(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource"));
  }

  /** With a generateName the answer speaks of a generated name even if the name was given. */
  static ApiException alreadyExists(
      Resource resource, String name, boolean terminating, boolean generated) {
    String message =
        (terminating ? "object is being deleted: " : "")
            + resource.qualified()
            + " \""
            + name
            + "\" already exists"
            + (generated
                ? ", the server was not able to generate a unique name for the object"
                : "");
    return about(409, "AlreadyExists", message, resource.group(), resource.plural(), name);
  }

  static ApiException conflict(Resource resource, String name, String why) {
    return conflict(resource, resource.plural(), resource.qualified(), name, why);
  }

  /** A DELETE's preconditions name the kind where other refusals name the resource. */
  static ApiException deleteConflict(Resource resource, String name, String why) {
    return conflict(resource, resource.kind(), resource.qualifiedKind(), name, why);
  }

  static ApiException bindingConflict(String pod, String why) {
    return conflict(Resource.PODS, "pods/binding", "pods/binding", pod, why);
  }

  private static ApiException conflict(
      Resource resource, String what, String qualified, String name, String why) {
    String message = "Operation cannot be fulfilled on " + qualified + " \"" + name + "\": " + why;
    return about(409, "Conflict", message, resource.group(), what, name);
  }

  static ApiException invalid(Resource resource, String name, List<Problem> problems) {
    return invalid(resource, resource.kind(), resource.qualifiedKind(), name, problems);
  }

  /** As {@link #invalid}, by the name of the resource: what the registry itself objects to. */
  static ApiException invalidResource(Resource resource, String name, Problem problem) {
    return invalid(resource, resource.plural(), resource.qualified(), name, List.of(problem));
  }

  private static ApiException invalid(
      Resource resource, String what, String qualified, String name, List<Problem> problems) {
    // the message names each problem once, the causes list them as often as they were found
    List<String> texts =
        problems.stream().map(p -> p.field() + ": " + p.message()).distinct().toList();
    String all =
        texts.size() == 1
            ? texts.getFirst()
            : texts.stream().collect(Collectors.joining(", ", "[", "]"));
    ApiException error =
        about(
            422,
            "Invalid",
            qualified + " \"" + name + "\" is invalid: " + all,
            resource.group(),
            what,
            name);
    for (Problem problem : problems) {
      cause(error.status, problem.kind().reason, problem.message(), problem.field());
    }
    return error;
  }

  /** A JSON patch that does not apply, for example because its test failed: it does not say why. */
  static ApiException patchFailed() {
    ObjectNode status =
        failure(422, "Invalid", "the server rejected our request due to an error in our request");
    status.putObject("details");
    return new ApiException(422, status);
  }

  /** What a registry or a parser throws: it reaches the client without a reason. */
  static ApiException raw(String message) {
    ObjectNode status = failure(500, "", message);
    status.remove("reason");
    return new ApiException(500, status);
  }

  static ApiException denied(String hook, String message) {
    return new ApiException(
        403,
        failure(
            403, "Forbidden", "admission webhook \"" + hook + "\" denied the request: " + message));
  }

  static ApiException internal(String message) {
    ObjectNode status = failure(500, "InternalError", "Internal error occurred: " + message);
    status.putObject("details").putArray("causes").addObject().put("message", message);
    return new ApiException(500, status);
  }

  private static ApiException about(
      int code, String reason, String message, String group, String kind, String name) {
    ObjectNode status = failure(code, reason, message);
    ObjectNode details = status.putObject("details");
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    details.put("kind", kind);
    return new ApiException(code, status);
  }

  private static void cause(ObjectNode status, String reason, String message, String field) {
    status
        .withObject("/details")
        .withArray("/causes")
        .addObject()
        .put("reason", reason)
        .put("message", message)
        .put("field", field);
  }

  private static ObjectNode failure(int code, String reason, String message) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", message);
    return status.put("reason", reason).put("code", code);
  }
}
