using System.Text.Json;
using System.Text.Json.Nodes;

namespace SigProp.Training;

/// <summary>All that decides what a run ends with; two runs with the same one end with the same network.</summary>
internal sealed record RunFingerprint
{
    // By what the kinds of optimizers, say, are told apart in JSON.
    private const string Kind = "kind";

    public required NetworkSpec Network { get; init; }

    public required TrainingOptions Options { get; init; }

    /// <summary>What steps are taken on, and how numbers are rounded there; the managed engine where a file does not say.</summary>
    public string Device { get; init => field = value ?? ManagedBackend.Title; } = ManagedBackend.Title;

    /// <summary>Checksum of the network and of the optimizer before the first step.</summary>
    public required string Start { get; init; }

    /// <summary>Epochs done before the run began.</summary>
    public required int FirstEpoch { get; init; }

    public required int Rows { get; init; }

    public required int ValidationRows { get; init; }

    /// <summary>Checksum of the rows to learn from, and of which they are.</summary>
    public required string Data { get; init; }

    /// <summary>Checksum of the rows to measure on.</summary>
    public required string Validation { get; init; }

    /// <summary>What another run has that this one has not, in a few words; null where nothing is.</summary>
    public string? DifferenceTo(RunFingerprint other)
    {
        string[] differences =
        [
            .. Differences(JsonSerializer.SerializeToNode(Network, CheckpointJson.Default.NetworkSpec), JsonSerializer.SerializeToNode(other.Network, CheckpointJson.Default.NetworkSpec)),
            .. Differences(ToJson(Options), ToJson(other.Options)),
        ];
        if (differences.Length > 0)
        {
            return string.Join(", ", differences);
        }

        return Device != other.Device ? $"it was trained on another device ({other.Device} there and {Device} here)"
            : (Data != other.Data || Rows != other.Rows) ? $"the rows to learn from are others ({other.Rows} there and {Rows} here)"
            : (Validation != other.Validation || ValidationRows != other.ValidationRows)
                ? $"the rows to measure on are others ({other.ValidationRows} there and {ValidationRows} here)"
            : (Start != other.Start || FirstEpoch != other.FirstEpoch) ? "the network that training starts from is another, or its optimizer's state"
            : null;
    }

    // Neither changes the network.
    private static JsonNode? ToJson(TrainingOptions options) => JsonSerializer.SerializeToNode(
        options with { Threads = 0, Pipeline = PipelineMode.Auto, Checkpoint = null }, CheckpointJson.Default.TrainingOptions);

    private static IEnumerable<string> Differences(JsonNode? here, JsonNode? there)
    {
        JsonObject own = here!.AsObject(), others = there!.AsObject();
        foreach (string name in own.Select(p => p.Key).Union(others.Select(p => p.Key)).ToArray())
        {
            JsonNode? a = own[name], b = others[name];
            if (JsonNode.DeepEquals(a, b))
            {
                continue;
            }

            // What an optimizer, say, consists of is told of only where both are of one kind.
            string title = char.ToUpperInvariant(name[0]) + name[1..];
            if (a is JsonObject inner && b is JsonObject other && JsonNode.DeepEquals(inner[Kind], other[Kind]))
            {
                foreach (string difference in Differences(a, b))
                {
                    yield return difference;
                }
            }
            else if (a is JsonArray items && b is JsonArray otherItems && items.Count == otherItems.Count && items.Concat(otherItems).All(i => i is JsonObject))
            {
                for (int i = 0; i < items.Count; i++)
                {
                    foreach (string difference in Differences(items[i], otherItems[i]))
                    {
                        yield return $"{title}, number {i + 1}: {difference}";
                    }
                }
            }
            else
            {
                yield return a is JsonArray && b is JsonArray ? $"{title} are others" : $"{title} is {Text(b)} there and {Text(a)} here";
            }
        }
    }

    private static string Text(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject value => value[Kind]?.ToString() ?? "set",
        JsonArray => "set",
        _ => node.ToString(),
    };
}
