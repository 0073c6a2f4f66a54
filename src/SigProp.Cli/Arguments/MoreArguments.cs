using System.CommandLine;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The options of training that goes on.</summary>
internal sealed class MoreArguments
{
    private readonly Option<string?> _more = OptionFactory.Text("--more", "MODEL", "Train this model further, on these rows, instead of a new one.");

    private readonly Option<bool> _addClasses = new("--add-classes") { Description = "With --more: add classes that the model does not know." };

    private readonly Option<bool> _keepState = new("--keep-state")
    {
        Description = "Save what the optimizer remembers, so that --more can go on from there; the file grows up to threefold.",
    };

    public IReadOnlyList<Option> Options => [_more, _addClasses, _keepState];

    /// <summary>The model to train further; null where a new one is trained.</summary>
    public string? ModelPath(ParseResult parsed) => parsed.GetValue(_more);

    public bool AddClasses(ParseResult parsed) => parsed.GetValue(_addClasses);

    public bool KeepState(ParseResult parsed) => parsed.GetValue(_keepState);

    /// <summary>Refuses what would do nothing.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="ofNew">The options that say what a new model is.</param>
    /// <exception cref="InputException">Something was given and does nothing.</exception>
    public void Check(ParseResult parsed, IEnumerable<Option> ofNew)
    {
        bool more = ModelPath(parsed) is not null;
        parsed.Refuse(_addClasses, more, "--more");
        foreach (Option option in ofNew)
        {
            parsed.Refuse(option, !more, "a new model, and --more trains one that is there");
        }
    }

    /// <summary>The options of training that goes on as a model's training ended, where nothing else was asked for.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="options">What was given, or defaults.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The options that name a rule and an optimizer.</param>
    public TrainingOptions GoOn(ParseResult parsed, TrainingOptions options, Model model, IReadOnlyList<Option> optimizer)
    {
        options = options with { AddClasses = AddClasses(parsed) };
        return model.Training?.Options is not TrainingOptions before || optimizer.Any(parsed.Has)
            ? options
            : options with { Rule = before.Rule, Optimizer = before.Optimizer };
    }
}
