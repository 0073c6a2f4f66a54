using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SigProp.Tests.Persistence;

/// <summary>Model files whose content is altered and whose checksums are right, so that what reads the content is tested.</summary>
internal static class Forgery
{
    private const int PreludeLength = 88;

    private static readonly string[] s_values =
        ["0", "-1", "1", "2", "7", "1000000", "2147483647", "-2147483648", "1e30", "1e-30", "\"NaN\"", "\"Infinity\"", "null", "\"x\"", "[]", "[null]", "{}", "true"];

    public static string HeaderOf(byte[] model)
        => Encoding.UTF8.GetString(model, PreludeLength, BinaryPrimitives.ReadInt32LittleEndian(model.AsSpan(12)));

    /// <summary>The model with another header, and other tensors where <paramref name="tensors"/> is given.</summary>
    public static byte[] With(byte[] model, string header, byte[]? tensors = null)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(model.AsSpan(12));
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] rest = tensors ?? model[(PreludeLength + length)..];
        byte[] prelude = model[..PreludeLength];
        BinaryPrimitives.WriteInt32LittleEndian(prelude.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(prelude.AsSpan(16), rest.Length);
        SHA256.HashData(json, prelude.AsSpan(24));
        SHA256.HashData(rest, prelude.AsSpan(56));
        return [.. prelude, .. json, .. rest];
    }

    /// <summary>One change, drawn at random: a value of the header, or something of the tensors.</summary>
    public static byte[] Draw(byte[] model, Random random)
    {
        if (random.Next(5) > 0)
        {
            JsonNode root = JsonNode.Parse(HeaderOf(model))!;
            Alter(Pick(root, random), random);
            return With(model, root.ToJsonString());
        }

        byte[] tensors = model[(PreludeLength + BinaryPrimitives.ReadInt32LittleEndian(model.AsSpan(12)))..];
        if (random.Next(8) == 0)
        {
            return With(model, HeaderOf(model), tensors[..random.Next(tensors.Length)]);
        }

        float value = random.Next(6) switch { 0 => float.NaN, 1 => float.MaxValue, 2 => -float.MaxValue, 3 => 0f, 4 => float.Epsilon, _ => -1f };
        BinaryPrimitives.WriteSingleLittleEndian(tensors.AsSpan(random.Next(tensors.Length / sizeof(float)) * sizeof(float)), value);
        return With(model, HeaderOf(model), tensors);
    }

    // An inner node, the deeper the rarer: lists of many numbers must not take all the draws.
    private static JsonNode Pick(JsonNode node, Random random)
    {
        JsonNode[] inner = [.. Children(node).Where(child => child is JsonObject or JsonArray).Select(child => child!)];
        return inner.Length == 0 || random.Next(4) == 0 ? node : Pick(inner[random.Next(inner.Length)], random);
    }

    private static IEnumerable<JsonNode?> Children(JsonNode node) => node switch
    {
        JsonObject o => o.Select(p => p.Value),
        JsonArray a => a,
        _ => [],
    };

    private static void Alter(JsonNode node, Random random)
    {
        JsonNode? value = JsonNode.Parse(s_values[random.Next(s_values.Length)]);
        if (node is JsonObject { Count: > 0 } o)
        {
            string name = o.ElementAt(random.Next(o.Count)).Key;
            if (random.Next(6) == 0)
            {
                o.Remove(name);
            }
            else
            {
                o[name] = value;
            }
        }
        else if (node is JsonArray { Count: > 0 } a)
        {
            int at = random.Next(a.Count);
            switch (random.Next(4))
            {
                case 0:
                    a.RemoveAt(at);
                    break;
                case 1:
                    a.Insert(at, a[at]?.DeepClone());
                    break;
                default:
                    a[at] = value;
                    break;
            }
        }
    }
}
