using System.Text.Json;
using System.Text.Json.Nodes;

namespace SigProp.Persistence;

/// <summary>Says in a header of an older format what that format left unsaid. What is missing would be read as 0, and not as the default.</summary>
internal static class HeaderUpgrade
{
    /// <summary>Format 1 knew classes and dense layers alone, and no calibration.</summary>
    /// <exception cref="JsonException">The header is not JSON.</exception>
    public static byte[] FromVersion1(byte[] header)
    {
        JsonNode? root = JsonNode.Parse(header);
        if (root?["network"] is JsonObject network)
        {
            var defaults = new NetworkSpec { Inputs = 1, Layers = [] };
            network.TryAdd("bins", defaults.Bins);
            network.TryAdd("topK", defaults.TopK);
            network.TryAdd("huberDelta", defaults.HuberDelta);
            if (network["targets"] is JsonObject targets)
            {
                targets.TryAdd("correction", new TargetGeneratorSpec().Correction);
            }
        }

        // The first reports did not repeat the batch size, which nothing chose but the options.
        if (root?["training"] is JsonObject training && training["options"] is JsonObject options)
        {
            training.TryAdd("batchSize", options["batchSize"]?.DeepClone());
        }

        return JsonSerializer.SerializeToUtf8Bytes(root, ModelJson.Default.JsonNode);
    }
}
