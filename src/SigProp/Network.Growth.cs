using SigProp.Numerics;

namespace SigProp;

public sealed partial class Network
{
    /// <summary>Makes a network with the same parameters and calibration, which is trained apart from this one: <see cref="Training.Trainer"/> trains in
    /// place.</summary>
    public Network Copy()
    {
        Network copy = NetworkFactory.Create(Spec);
        for (int i = 0; i < Leaves.Count; i++)
        {
            Leaves[i].Values.CopyTo(copy.Leaves[i].Values);
        }

        copy.ClassTargets = [.. ClassTargets.Select(t => new MatrixView(t.Elements.ToArray(), t.Rows, t.Columns))];
        copy.Calibration = Calibration;
        copy.PredictionThreads = PredictionThreads;
        return copy;
    }

    /// <summary>Makes a network that knows more classes: the target generator and the classifier get weights for them, drawn as
    /// <see cref="Create"/> draws; all else is copied bit for bit, so that the old classes are scored as before. An optimizer's state does not
    /// grow along here; <see cref="Training.TrainingOptions.AddClasses"/> grows both.</summary>
    /// <param name="count">How many classes, at least 1; they come after those known.</param>
    /// <param name="seed">The same seed gives the same weights; default 0.</param>
    /// <returns>The new network; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The network is a regression.</exception>
    /// <exception cref="ConfigurationException">There would be too many classes for one array.</exception>
    public Network AddClasses(int count, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (Spec.IsRegression)
        {
            throw new InvalidOperationException("This network predicts values; a regression has no classes to add to.");
        }

        NetworkSpec spec = Spec with { Classes = (int)Math.Min(int.MaxValue, (long)ClassCount + count) };
        spec.ThrowIfInvalid();
        Network grown = NetworkFactory.Create(spec);

        // By the number of classes, so that those added later are not drawn like those before.
        RandomKey key = RandomKey.FromSeed(seed).Split("classes").Split(ClassCount);
        grown.Generator.Initialize(key.Split("targets"));
        grown.Head.Initialize(key.Split("head"));
        grown.Coupled?.Initialize(key.Split("states"));
        for (int i = 0; i < Leaves.Count; i++)
        {
            // Classes are the columns of S1 and the rows of the classifier: what there was comes first in either.
            MatrixView from = Leaves[i].View, to = grown.Leaves[i].View;
            for (int row = 0; row < from.Rows; row++)
            {
                from.Row(row).CopyTo(to.Row(row));
            }
        }

        grown.Calibration = Calibration;
        grown.PredictionThreads = PredictionThreads;
        if (HasExits)
        {
            using var context = new ComputeContext(1);
            grown.ComputeClassTargets(context);
        }

        return grown;
    }
}
