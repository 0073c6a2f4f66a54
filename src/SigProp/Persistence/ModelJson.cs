using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SigProp.Persistence;

/// <summary>How headers are written, worked out at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelHeader))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class ModelJson : JsonSerializerContext;
