using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>A model that answers many rows at once.</summary>
internal interface IBatchScored
{
    /// <summary>Numbers that a row takes up on its way, features and answers.</summary>
    int NumbersOfRow { get; }

    /// <summary>Makes room for the answers that columns need.</summary>
    /// <param name="first">Whether the model's first column is asked for.</param>
    /// <param name="second">Whether its second column is, where it has one.</param>
    BatchAnswers CreateAnswers(bool first, bool second);

    /// <summary>Makes the getters of the model's columns, which read the answers to a row.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="current">Says which row is asked for; has the answers take it in, where rows come one by one.</param>
    /// <returns>A ValueGetter for each column, in order.</returns>
    Delegate[] CreateGetters(BatchAnswers answers, Func<int> current);
}
