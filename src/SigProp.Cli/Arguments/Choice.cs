using System.CommandLine;

namespace SigProp.Cli.Arguments;

/// <summary>An option that takes one of a few words, each of which stands for a value; of several words for one value, help shows the first.</summary>
/// <typeparam name="T">What the words stand for.</typeparam>
internal sealed class Choice<T>
{
    private readonly (string Word, T Value)[] _choices;

    /// <summary>Makes a choice without a default: what is not given, others decide.</summary>
    public Choice(string name, string description, params (string Word, T Value)[] choices)
    {
        _choices = choices;
        string[] words = [.. choices.DistinctBy(c => c.Value).Select(c => c.Word)];
        Option = new Option<string?>(name)
        {
            HelpName = string.Join('|', words),
            Description = description,
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (choices.All(c => c.Word != word))
                {
                    result.AddError($"{name} takes {(words.Length > 1 ? $"{string.Join(", ", words[..^1])} or " : "")}{words[^1]}, not '{word}'.");
                }

                return word;
            },
        };
    }

    /// <summary>Makes a choice with a default.</summary>
    public Choice(string name, string description, string defaultWord, params (string Word, T Value)[] choices)
        : this(name, description, choices) => Option.DefaultValueFactory = _ => defaultWord;

    /// <summary>Makes a choice whose default is the word for a value.</summary>
    public Choice(string name, string description, T defaultValue, params (string Word, T Value)[] choices)
        : this(name, description, Words.Of(choices, defaultValue), choices)
    {
    }

    public Option<string?> Option { get; }

    /// <summary>What was chosen, or the default.</summary>
    public T Of(ParseResult parsed) => Of(parsed, default!);

    /// <summary>What was chosen, or the default; what is given here where there is neither.</summary>
    public T Of(ParseResult parsed, T otherwise)
        => parsed.GetValue(Option) is string word ? _choices.First(c => c.Word == word).Value : otherwise;
}
