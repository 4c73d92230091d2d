import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Posts bodies over one HttpClient as it is by default: it prefers HTTP/2, and so asks a plain-text server to
 * upgrade. Arguments: a key, then pairs of URL and body; each is posted twice. Prints status and body of each answer.
 */
class JavaHttpClient {
  public static void main(String[] arguments) throws Exception {
    var client = HttpClient.newHttpClient();
    for (int i = 1; i < arguments.length; i += 2) {
      var request = HttpRequest.newBuilder(URI.create(arguments[i]))
          .header("authorization", "Bearer " + arguments[0])
          .header("content-type", "application/json")
          .POST(BodyPublishers.ofString(arguments[i + 1]))
          .build();
      for (int time = 0; time < 2; time++) {
        var response = client.send(request, BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body());
      }
    }
  }
}
