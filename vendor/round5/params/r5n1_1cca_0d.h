/* R5N1_1CCA_0d: specification, section 2, set 15; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5N1_1CCA_0d"
#define ROUND5_NIST_LEVEL 1
#define ROUND5_CCA        1
#define ROUND5_RING       0
#define ROUND5_KAPPA      16
#define ROUND5_D          636
#define ROUND5_H          114
#define ROUND5_Q_BITS     12
#define ROUND5_P_BITS     9
#define ROUND5_T_BITS     6
#define ROUND5_B_BITS     2
#define ROUND5_N_BAR      8
#define ROUND5_M_BAR      8
#define ROUND5_F          0
#define ROUND5_XE         0
#define ROUND5_DRAWS      208
