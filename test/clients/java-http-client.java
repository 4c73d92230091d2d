import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Posts a body twice over one HttpClient as it is by default: it prefers HTTP/2, and so asks a plain-text server
 * to upgrade. Arguments: URL, key, body. Prints status and body of each answer.
 */
class JavaHttpClient {
  public static void main(String[] arguments) throws Exception {
    var client = HttpClient.newHttpClient();
    var request = HttpRequest.newBuilder(URI.create(arguments[0]))
        .header("authorization", "Bearer " + arguments[1])
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(arguments[2]))
        .build();
    for (int i = 0; i < 2; i++) {
      var response = client.send(request, BodyHandlers.ofString());
      System.out.println(response.statusCode() + " " + response.body());
    }
  }
}
