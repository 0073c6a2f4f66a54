namespace SigProp.MLNet;

public sealed partial class SignalPropagationRegressionTrainer
{
    /// <summary>The options of <see cref="SignalPropagationRegressionTrainer"/>. What is not set here has the engine's default.</summary>
    public sealed class Options : SignalPropagationOptions
    {
        private static readonly NetworkSpec s_network = NetworkSpec.CreateRegression(1).Dense(1).Build();

        /// <summary>All options at their defaults.</summary>
        public Options()
            : base(s_network)
        {
        }

        /// <summary>Quantile bins into which the values are cut, at least 2; default 32. They take the place of classes: each has a target. Fewer are
        /// made where too many values are equal.</summary>
        public int Bins { get; set; } = s_network.Bins;

        /// <summary>What <see cref="HeadKind.Linear"/> is trained by; default <see cref="OutputLossKind.Squared"/>.</summary>
        public OutputLossKind OutputLoss { get; set; } = s_network.OutputLoss;

        /// <summary>Where <see cref="OutputLossKind.Huber"/> turns linear, in standard deviations of the label, above 0; default 1.</summary>
        public float HuberDelta { get; set; } = s_network.HuberDelta;

        /// <summary>The quantiles to predict in a column <c>Quantiles</c>, in [0, 1]: 0.05 and 0.95 are the ends of an interval in which the label lies
        /// with probability 0.9. Calibrated on the rows
        /// held out. Null (default) for none. Not with <see cref="HeadKind.Linear"/>, which gives a value
        /// alone.</summary>
        public IReadOnlyList<double>? Quantiles { get; set; }

        internal override NetworkSpec ToNetwork()
            => base.ToNetwork() with { Classes = 0, Outputs = s_network.Outputs, Bins = Bins, OutputLoss = OutputLoss, HuberDelta = HuberDelta };

        internal override IEnumerable<string> Errors() => base.Errors().Concat(OwnErrors());

        private IEnumerable<string> OwnErrors()
        {
            if (Quantiles is null)
            {
                yield break;
            }

            if (Quantiles.Count == 0)
            {
                yield return "Quantiles is empty; name at least one, or set null for none.";
            }

            foreach (double level in Quantiles)
            {
                if (!(level >= 0 && level <= 1))
                {
                    yield return $"Quantiles holds {level}; each must lie in [0, 1].";
                }
            }

            if (Head == HeadKind.Linear)
            {
                yield return "Quantiles is set, and the head Linear knows a value alone; choose NearestTarget or Vote.";
            }
        }
    }
}
