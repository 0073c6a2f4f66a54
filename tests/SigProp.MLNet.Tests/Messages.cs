using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet.Tests;

/// <summary>What the trainers tell through <see cref="MLContext.Log"/>.</summary>
internal sealed class Messages
{
    private readonly List<(ChannelMessageKind Kind, string Text)> _messages = [];

    public Messages(MLContext context) => context.Log += (_, log) =>
    {
        if (Array.Exists(EstimatorTests.All, name => log.Source.Contains(name, StringComparison.Ordinal)))
        {
            _messages.Add((log.Kind, log.RawMessage));
        }
    };

    public IReadOnlyList<string> Of(ChannelMessageKind kind) => [.. _messages.Where(m => m.Kind == kind).Select(m => m.Text)];
}
