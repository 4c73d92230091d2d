import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;

/**
 * Evaluates flags with OpenFeature's SDK for Java and its OFREP provider. Reads requests from standard input, one JSON
 * object a line, and writes what an application gets, one JSON object a line.
 */
public class Evaluate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Client> CLIENTS = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(JSON.writeValueAsString(evaluate(JSON.readTree(line))));
        }
        System.exit(0);
    }

    private static Map<String, Object> evaluate(JsonNode request) throws Exception {
        Client client = clientOf(request.get("url").asText(), request.get("key").asText());
        FlagEvaluationDetails<?> details = detailsOf(client, request);
        Object value = details.getValue();
        Map<String, Object> result = new HashMap<>();
        result.put("value", value instanceof Value ? toPlain((Value) value) : value);
        result.put("variant", details.getVariant());
        result.put("reason", details.getReason());
        result.put("errorCode", details.getErrorCode());
        result.put("metadata", details.getFlagMetadata().asUnmodifiableMap());
        return result;
    }

    /** The client of an edge and a key: it keeps its connections, as that of an application does. */
    private static Client clientOf(String url, String key) throws Exception {
        String domain = url + " " + key;
        if (!CLIENTS.containsKey(domain)) {
            OfrepProviderOptions options = OfrepProviderOptions.builder()
                    .baseUrl(url)
                    .headers(ImmutableMap.of("Authorization", ImmutableList.of("Bearer " + key)))
                    .build();
            OpenFeatureAPI api = OpenFeatureAPI.getInstance();
            api.setProviderAndWait(domain, OfrepProvider.constructProvider(options));
            CLIENTS.put(domain, api.getClient(domain));
        }
        return CLIENTS.get(domain);
    }

    private static FlagEvaluationDetails<?> detailsOf(Client client, JsonNode request) {
        String flagKey = request.get("flagKey").asText();
        JsonNode codeDefault = request.get("codeDefault");
        EvaluationContext context = contextOf(request.get("context"));
        switch (request.get("type").asText()) {
            case "boolean":
                return client.getBooleanDetails(flagKey, codeDefault.asBoolean(), context);
            case "string":
                return client.getStringDetails(flagKey, codeDefault.asText(), context);
            case "integer":
                return client.getIntegerDetails(flagKey, codeDefault.asInt(), context);
            case "float":
                return client.getDoubleDetails(flagKey, codeDefault.asDouble(), context);
            default:
                return client.getObjectDetails(flagKey, toValue(codeDefault), context);
        }
    }

    private static EvaluationContext contextOf(JsonNode context) {
        Map<String, Value> attributes = new HashMap<>();
        context.properties().forEach(entry -> attributes.put(entry.getKey(), toValue(entry.getValue())));
        return new ImmutableContext(attributes);
    }

    private static Value toValue(JsonNode node) {
        return Value.objectToValue(JSON.convertValue(node, new TypeReference<Object>() {}));
    }

    private static Object toPlain(Value value) {
        if (!value.isStructure()) return value.asObject();
        Structure structure = value.asStructure();
        return structure.asObjectMap();
    }
}
