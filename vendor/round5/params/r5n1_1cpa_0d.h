/* R5N1_1CPA_0d: specification, section 2, set 12; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5N1_1CPA_0d"
#define ROUND5_NIST_LEVEL 1
#define ROUND5_CCA        0
#define ROUND5_RING       0
#define ROUND5_KAPPA      16
#define ROUND5_D          594
#define ROUND5_H          238
#define ROUND5_Q_BITS     13
#define ROUND5_P_BITS     10
#define ROUND5_T_BITS     7
#define ROUND5_B_BITS     3
#define ROUND5_N_BAR      7
#define ROUND5_M_BAR      7
#define ROUND5_F          0
#define ROUND5_XE         0
#define ROUND5_DRAWS      487
