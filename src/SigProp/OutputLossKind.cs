namespace SigProp;

/// <summary>What a linear output for regression is trained by; values are standardised first.</summary>
public enum OutputLossKind
{
    /// <summary>The squared error.</summary>
    Squared,

    /// <summary>Half the squared error up to <see cref="NetworkSpec.HuberDelta"/>, linear beyond (Huber 1964): outliers pull less.</summary>
    Huber,
}
