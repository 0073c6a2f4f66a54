using System.CommandLine;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The options of training on a file that need not fit into memory.</summary>
internal sealed class StreamingArguments
{
    private readonly Option<bool> _stream = new("--stream")
    {
        Description = "Read the file anew in every epoch, and do not hold it in memory; for CSV files.",
    };

    private readonly Option<int> _buffer = OptionFactory.Whole(
        "--shuffle-buffer", "N", "With --stream: rows in memory, of which the next to learn from is drawn at random; 0 for 65,536.", new TrainingOptions().ShuffleBuffer);

    public IReadOnlyList<Option> Options => [_stream, _buffer];

    public bool Stream(ParseResult parsed) => parsed.GetValue(_stream);

    /// <summary>The options of training, with those of streaming.</summary>
    /// <exception cref="InputException">Something was given and does nothing, or is out of range.</exception>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options)
    {
        parsed.Refuse(_buffer, Stream(parsed), "--stream");
        options = options with { ShuffleBuffer = parsed.GetValue(_buffer) };
        return options.Validate() is [string error, ..] ? throw new InputException(EngineWords.Translate(error)) : options;
    }
}
