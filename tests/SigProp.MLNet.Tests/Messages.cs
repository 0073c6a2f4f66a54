using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet.Tests;

/// <summary>What the trainer tells through <see cref="MLContext.Log"/>.</summary>
internal sealed class Messages
{
    private readonly List<(ChannelMessageKind Kind, string Text)> _messages = [];

    public Messages(MLContext context) => context.Log += (_, log) =>
    {
        if (log.Source.Contains("SignalPropagation", StringComparison.Ordinal))
        {
            _messages.Add((log.Kind, log.RawMessage));
        }
    };

    public IReadOnlyList<string> Of(ChannelMessageKind kind) => [.. _messages.Where(m => m.Kind == kind).Select(m => m.Text)];
}
